/** A sequence of independent random numbers, each uniform on the open interval (0, 1). */
export interface RandomStream {
  uniform(): number;
}

/**
 * Source of random streams. A stream depends on the seed, the component and the purpose only. Adding a component
 * therefore changes no other component's draws. Asking twice for the same stream starts it afresh.
 */
export interface StreamSource {
  stream(component: string, purpose: string): RandomStream;
}
