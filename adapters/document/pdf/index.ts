import type { DocumentRenderer } from '../../../src/ports/index.ts';

/** Documents as PDF. The library and the fonts are loaded with the first document, not at the start. */
export function createPdfRenderer(): DocumentRenderer {
  return {
    paper: async (document) => {
      const { renderPaper } = await import('./paper.ts');
      return renderPaper(document);
    },
  };
}
