/**
 * A process that keeps one Vitest and runs in it the tests that it is told, in their order, until the first failure. It answers
 * with the file that failed, or null. Its folder is a copy of the project, in which sources change between runs.
 */

import path from 'node:path';
import { createVitest, type TestSpecification } from 'vitest/node';

export interface TestRequest {
  readonly root: string;
  /** Files that differ from what they were in the last run. */
  readonly changed: readonly string[];
  readonly tests: readonly string[];
}

export interface TestAnswer {
  /** The test file that failed; null where none did. */
  readonly failed: string | null;
}

/** Tests in the order in which they are asked for. */
class AskedOrder {
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }

  sort(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}

const root = process.argv[2]!;
const vitest = await createVitest({
  root,
  config: path.join(root, 'test/vitest.config.ts'),
  project: ['fast'],
  watch: false,
  bail: 1,
  maxWorkers: 1,
  fileParallelism: false,
  reporters: [{}],
  sequence: { sequencer: AskedOrder },
});
await vitest.standalone();

process.on('message', ({ changed, tests }: TestRequest) => {
  void (async () => {
    for (const file of changed) vitest.invalidateFile(path.join(root, file));
    // Or the last run's failures would be told again.
    vitest.state.filesMap.clear();
    const [project] = vitest.projects;
    const asked = tests.map((file) => project!.createSpecification(path.join(root, file)));
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(asked);
    const failed = testModules.find((module) => !module.ok());
    const answer: TestAnswer = {
      failed:
        failed !== undefined
          ? path.relative(root, failed.moduleId)
          : unhandledErrors.length > 0
            ? tests[0]!
            : null,
    };
    process.send!(answer);
  })();
});
process.send!('ready');
