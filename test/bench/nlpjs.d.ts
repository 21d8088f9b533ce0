/** The few members of @nlpjs that the benchmark uses; the packages bring no types of their own. */
declare module '@nlpjs/core' {
  interface Container {
    use(plugin: unknown): void;
  }
  export function containerBootstrap(): Container;
}

declare module '@nlpjs/lang-en-min' {
  export const LangEn: unknown;
}

declare module '@nlpjs/nlp' {
  export class Nlp {
    constructor(settings: Readonly<Record<string, unknown>>);
    addDocument(language: string, text: string, intent: string): void;
    train(): Promise<void>;
    process(language: string, text: string): Promise<{ intent: string }>;
  }
}
