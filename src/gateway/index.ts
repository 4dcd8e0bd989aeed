export { type Buttons, createButtons } from './buttons.ts';
export { createIntake, MAIN_CONVERSATION } from './receive.ts';
