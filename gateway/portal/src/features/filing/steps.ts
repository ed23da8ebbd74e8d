/** The tasks of a filing, in the order most people do them. */
export const STEPS = ['who', 'form', 'materials', 'check', 'review'] as const;
export type StepName = (typeof STEPS)[number];
