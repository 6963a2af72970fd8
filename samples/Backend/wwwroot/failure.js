/** Why something did not work, in words for the person, and whether it is worth another try. */
export class Failure extends Error {
    /**
     * @param {string} message A sentence for the person.
     * @param {{passing?: boolean, wait?: number, code?: string}} [how] Whether it may pass by itself; after how many milliseconds,
     *     where that is known; the back end's word for it.
     */
    constructor(message, { passing = false, wait, code } = {}) {
        super(message);
        this.passing = passing;
        this.wait = wait;
        this.code = code;
    }
}

/** What S3 and HTTP call passing. */
export const isPassing = status => status === 408 || status === 429 || (status >= 500 && status !== 501);
