export { createScheduleBooks, type ScheduleBooks } from './changes.ts';
export { isMoment } from './pattern.ts';
export { createReminderTools } from './reminder-tools.ts';
export { createReminders } from './reminders.ts';
export { offWords } from './resumed.ts';
export { type Schedule, schedules } from './schedule.ts';
export { workflowSchedule } from './seed.ts';
export { createSchedules, type Schedules } from './service.ts';
