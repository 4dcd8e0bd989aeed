export { type Buttons, createButtons } from './buttons.ts';
export { createIntake } from './receive.ts';
