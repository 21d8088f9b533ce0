import { defineConfig } from 'vitest/config';

// No test mocks a module or leaves a global behind, so the files of one worker may share what they import.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    maxWorkers: '100%',
    isolate: false,
    // What a module gives by default is what it gives in Node.
    deps: { interopDefault: false },
  },
});
