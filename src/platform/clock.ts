/** The clock as an argument: gives the present instant as UTC ISO text. */
export type Clock = () => string

export const systemClock: Clock = () => new Date().toISOString()
