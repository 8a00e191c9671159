/** What every form says, and every question before an end. */
export const form = {
  unsure: 'It is not known whether this was done',
  save: 'Save',
  edit: 'Edit…',
  delete: 'Delete…',
  nameMissing: 'Give it a name.',
  description: 'Description',
  none: 'None',
  optional: 'Optional.',
  typeName: ({ name }: { name: string }) => `Type ${name} to confirm`,
  typeWrong: ({ name }: { name: string }) => `Type exactly ${name}.`,
  deleteFailed: 'It was not deleted',
  final: 'This cannot be undone.',
} as const;
