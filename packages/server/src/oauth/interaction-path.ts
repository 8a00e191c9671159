/** Where the engine sends a visitor who must sign in or agree first. */
export const interactionPath = '/oauth/continue';
