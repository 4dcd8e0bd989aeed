import type { Result, Workflow, WorkflowChange, WorkflowValues } from '../api/types.ts';
import type { World } from './world.ts';

export function createWorkflowActions(
  { api }: World,
  { readEffects }: { readonly readEffects: () => Promise<unknown> },
) {
  /** Sets values of the workflow in this version; the log then has what can be undone. */
  async function changeWorkflow(
    workflow: Pick<Workflow, 'name' | 'hash'>,
    values: WorkflowValues,
  ): Promise<Result<WorkflowChange>> {
    const answer = await api.changeWorkflow(workflow, values);
    if (answer.ok) await readEffects();
    return answer;
  }

  return {
    readWorkflows: api.workflows,
    readWorkflow: api.workflow,
    previewWorkflow: api.previewWorkflow,
    changeWorkflow,
  };
}
