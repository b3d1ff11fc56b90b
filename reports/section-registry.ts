/** The sections of one kind of report, in their order. Each is known to its own file and to one line of the registry. */
export class SectionRegistry<Section extends { readonly id: string }> {
  #sections: readonly Section[] = [];

  constructor(sections: readonly Section[]) {
    for (const section of sections) this.register(section);
  }

  /** Returns all sections, those with nothing to show among them. */
  get all(): readonly Section[] {
    return this.#sections;
  }

  /**
   * Adds a section in front of the one of the id `before`, or at the end, and returns a function that takes it away again. Throws
   * for an id that is taken, and where there is no section `before`.
   */
  register(section: Section, before?: string): () => void {
    const { id } = section;
    if (this.#placeOf(id) >= 0) throw new Error(`there already is a section "${id}"`);
    const place = before === undefined ? this.#sections.length : this.#placeOf(before);
    if (place < 0) throw new Error(`there is no section "${before}"`);
    this.#sections = this.#sections.toSpliced(place, 0, section);
    return () => {
      this.#sections = this.#sections.filter((other) => other !== section);
    };
  }

  #placeOf(id: string): number {
    return this.#sections.findIndex((section) => section.id === id);
  }
}
