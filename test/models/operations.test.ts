import { expect, test } from 'vitest';
import { isReadOnly, OPERATION_KINDS } from '../../models/operations.ts';

test('looks are what leaves a file as it is', () => {
  expect(OPERATION_KINDS.filter(isReadOnly)).toEqual(['lookup', 'getattr', 'access', 'readdir', 'read']);
});
