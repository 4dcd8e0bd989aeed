export function buildPage(
  outDir: string,
): Promise<{ readonly files: readonly { readonly name: string; readonly bytes: number }[] }>;
