/** Says a sentence in the person's language: `vscode.l10n.t`. What only makes texts takes it as an argument. */
export type Translate = (template: string, ...args: (string | number)[]) => string
