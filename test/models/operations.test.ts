import { expect, test } from 'vitest';
import { OPERATION_KINDS, onlyLooks } from '../../models/operations.ts';

test('looks are what leaves a file as it is', () => {
  expect(OPERATION_KINDS.filter(onlyLooks)).toEqual(['lookup', 'getattr', 'access', 'readdir', 'read']);
});
