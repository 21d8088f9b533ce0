/** What Slack knows us by; changing one means installing the app again. */
export const COMMAND = '/vm-or-container';
/** The global shortcut. */
export const OPEN_FORM = 'open_form';
/** The shortcut on a message. */
export const ON_MESSAGE = 'answer_message';
/** The step of a workflow. */
export const STEP = 'recommend';
