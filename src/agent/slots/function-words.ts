const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the this that these those my your his her its our their i you he she it we they me him us them ' +
    'and or but nor so yet if then than as at by for from in into of off on onto out over per to up with within ' +
    'without about after before between during until till through under is am are was were be been being do does ' +
    'did done have has had having will would shall should can could may might must not no yes please thanks thank ' +
    'who whom whose which what when where why how there here also just only too very now s t d ll m re ve due'
  ).split(' '),
);

/** Whether the word carries grammar rather than a subject: “the”, “for”, “will”. Folded form. */
export function isFunctionWord(folded: string): boolean {
  return FUNCTION_WORDS.has(folded);
}
