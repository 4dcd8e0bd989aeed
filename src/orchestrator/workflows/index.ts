export { writtenOut } from './cel-values.ts';
export { compileWorkflow } from './compile.ts';
export { conditionProblem, createCondition } from './condition.ts';
export { type CheckedFile, checkWorkflowFiles, loadWorkflows } from './load.ts';
export { loadPhrasings } from './phrasings.ts';
export { openWorkflows, type Workflows, workflows } from './store.ts';
export { evaluate, evaluateTree } from './template.ts';
export type { Template, WorkflowDefinition } from './types.ts';
export { createWorkflowCommands } from './values/command.ts';
