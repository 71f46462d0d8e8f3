/** @nlpjs ships no types; what the benchmark uses of it. */
declare module "@nlpjs/basic" {
  interface Nlp {
    container: { use(plugin: unknown): void };
    settings: { log: boolean };
    addLanguage(language: string): void;
    addDocument(language: string, text: string, intent: string): void;
    train(): Promise<void>;
    process(
      language: string,
      text: string,
    ): Promise<{ classifications: { intent: string; score: number }[] }>;
  }
  export function dockStart(options: object): Promise<{ get(name: "nlp"): Nlp }>;
}
declare module "@nlpjs/lang-zh" {
  export const LangZh: unknown;
}
