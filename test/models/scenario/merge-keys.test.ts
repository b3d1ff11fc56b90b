import { describe, expect, it } from 'vitest';
import { mistakesIn, studioOf, studioText } from './studio-text.ts';

const HEAD = `x-io: &io { reads: { bytes: 2GiB, files: 40 }, writes: { bytes: 180MB, files: 6 } }
x-frame: &frame { <<: *io, time: 20min, gpuMemory: 18GiB }
x-late: &late { time: 5min, outstanding: 4 }`;
const stageOf = (frame: string) =>
  `overnight: { kind: render, release: { at: "19:00", frames: 400 }, frame: ${frame} }`;
const written = (frame: string) =>
  stageOf(`{ ${frame}, reads: { bytes: 2GiB, files: 40 }, writes: { bytes: 180MB, files: 6 } }`);
const stagesOf = (stages: string, head = '') => studioOf(studioText({ head, stages })).stages;

describe('merge keys', () => {
  it('bring in the keys of a map, which may have merged others itself', () => {
    expect(stagesOf(stageOf('{ <<: *frame }'), HEAD)).toEqual(
      stagesOf(written('time: 20min, gpuMemory: 18GiB')),
    );
  });

  it('leave what is written beside them, before or after', () => {
    const own = stagesOf(written('time: 7min, gpuMemory: 18GiB'));
    expect(stagesOf(stageOf('{ <<: *frame, time: 7min }'), HEAD)).toEqual(own);
    expect(stagesOf(stageOf('{ time: 7min, <<: *frame }'), HEAD)).toEqual(own);
  });

  it('of a list give the first map precedence', () => {
    expect(stagesOf(stageOf('{ <<: [*late, *frame] }'), HEAD)).toEqual(
      stagesOf(written('time: 5min, outstanding: 4, gpuMemory: 18GiB')),
    );
    expect(stagesOf(stageOf('{ <<: [*frame, *late] }'), HEAD)).toEqual(
      stagesOf(written('time: 20min, outstanding: 4, gpuMemory: 18GiB')),
    );
  });

  it('lead a mistake to where it is written, once', () => {
    const head = HEAD.replace('18GiB', '18 gigs');
    const text = studioText({
      head,
      stages: `${stageOf('{ <<: *frame }')}\n  ${stageOf('{ <<: *frame }').replace('overnight', 'late')}`,
    });
    expect(mistakesIn(text)).toEqual(['HR302 4:55 unknown unit "gigs"']);
  });

  it('in quotes are keys as any other', () => {
    const text = studioText({ stages: stageOf('{ "<<": *frame }'), head: HEAD });
    expect(mistakesIn(text).join()).toContain('unknown key "<<"');
  });
});
