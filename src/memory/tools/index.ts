import type { Store, Tool } from '../../ports/index.ts';
import type { Directory } from '../records/directory.ts';
import { aboutTool } from './about.ts';
import { contactTool, customersTool, sameCustomerTool, standingTool } from './customers.ts';
import { invoicesTool, invoiceTool } from './invoice-list.ts';
import { detailsTool, moneyTool, overdueTool } from './papers.ts';
import { paymentTool } from './payments.ts';
import { contractsTool, endingContractsTool, tasksTool } from './work.ts';

/** What workflows may ask about the records. */
export function createRecordTools(store: Store, directory: Directory): readonly Tool[] {
  return [
    sameCustomerTool(directory),
    customersTool(directory),
    contactTool(store),
    standingTool(store),
    aboutTool(store, directory),
    invoicesTool(store),
    invoiceTool(store),
    overdueTool(store),
    detailsTool(store),
    moneyTool(store),
    paymentTool(store),
    tasksTool(store),
    contractsTool(store),
    endingContractsTool(store),
  ];
}
