// seedrandom's types cover its main file only; the single generator avoids what that file loads besides.
declare module 'seedrandom/lib/alea.js' {
  export default function alea(seed: string): {
    readonly double: (this: void) => number;
    readonly int32: (this: void) => number;
  };
}
