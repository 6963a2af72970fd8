const attempts = 6;
const firstDelay = 500;
const longestDelay = 20_000;

/**
 * Tries until it works, fails for good, or has failed too often; in between it waits as long as it was told to, or longer each time,
 * and never as long as everybody else.
 * @template T
 * @param {AbortSignal} signal Ends the wait.
 * @param {() => Promise<T>} attempt Throws a Failure.
 * @returns {Promise<T>}
 */
export async function retry(signal, attempt) {
    for (let made = 1; ; made++) {
        signal.throwIfAborted();
        try {
            return await attempt();
        } catch (failure) {
            signal.throwIfAborted();
            if (!failure.passing || made === attempts) {
                throw failure;
            }

            await delay(failure.wait ?? Math.random() * Math.min(longestDelay, firstDelay * 2 ** made), signal);
        }
    }
}

function delay(milliseconds, signal) {
    return new Promise((resolve, reject) => {
        const stop = () => {
            clearTimeout(timer);
            reject(signal.reason);
        };
        const timer = setTimeout(() => {
            signal.removeEventListener("abort", stop);
            resolve();
        }, milliseconds);
        signal.addEventListener("abort", stop, { once: true });
    });
}
