import { relative } from 'node:path';
import { MainstayError } from '../../../kernel/index.ts';
import { type CheckedFile, checkWorkflowFiles } from '../../../orchestrator/index.ts';
import { readAppConfig } from '../../config.ts';
import { workflowFolders } from '../../root.ts';
import { createStyle } from '../../terminal/style.ts';
import { visible } from '../../terminal/text.ts';
import { onWorkbench } from '../../workbench.ts';

/** `mainstay workflows check [FILES]`: exits 1 where one would not be loaded. Needs no server. */
export async function checkCommand(
  files: readonly string[],
  options: { readonly json?: boolean },
): Promise<void> {
  const checked = await checkedFiles(files);
  const wrong = checked.some(({ problems }) => problems.length > 0);
  if (options.json)
    console.log(
      JSON.stringify({ files: checked.map(({ file, name, problems }) => ({ file, name, problems })) }),
    );
  else console.log(checked.flatMap(fileLines).join('\n'));
  if (wrong) process.exitCode = 1;
}

/** The files, or all installed ones where none is named, as a server would read them. Throws FILE_UNREADABLE. */
export async function checkedFiles(files: readonly string[]): Promise<readonly CheckedFile[]> {
  const config = await readAppConfig();
  return onWorkbench(config, async ({ workflowEnvironment }) => {
    try {
      return await checkWorkflowFiles(workflowFolders(), workflowEnvironment, files);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && 'path' in error)) throw error;
      const values = { file: relative('', String(error.path)), reason: String(error.code) };
      throw new MainstayError('FILE_UNREADABLE', { values, cause: error });
    }
  });
}

function fileLines({ file, name, problems }: CheckedFile): string[] {
  const style = createStyle(process.stdout);
  if (problems.length === 0) return [`${style.good('✓')} ${visible(file)}: ${visible(name ?? '')}`];
  return problems.flatMap((one) => [
    `${style.bad('✕')} ${visible(`${one.file}:${one.line}:${one.column}: ${one.problem}`)}`,
    `    ${visible(one.mend)}`,
  ]);
}
