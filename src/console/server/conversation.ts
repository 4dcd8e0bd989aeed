/** Where the operator talks unless another conversation is named. */
export const MAIN_CONVERSATION = 'main';
