import { Failure, isPassing } from "./failure.js";

// No limit on the time that a part takes, because lines may be slow; only on silence.
const longestSilence = 60_000;

/**
 * PUTs the bytes of a part and answers its ETag. This is XMLHttpRequest, because fetch does not say how far it is. No header is sent
 * that was not signed; a slice of a file has no type, so the browser adds none.
 * @param {string} url
 * @param {Blob} bytes
 * @param {AbortSignal} signal
 * @param {(sent: number) => void} onSent
 * @returns {Promise<string>}
 */
export function putPart(url, bytes, signal, onSent) {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        let silence;
        const heard = () => {
            clearTimeout(silence);
            silence = setTimeout(() => end(() => reject(new Failure("The storage was silent for a minute.", { passing: true }))), longestSilence);
        };
        const end = outcome => {
            clearTimeout(silence);
            signal.removeEventListener("abort", stop);
            outcome();
            request.abort();
        };
        const stop = () => end(() => reject(signal.reason));

        request.upload.addEventListener("progress", event => {
            heard();
            onSent(event.loaded);
        });
        request.addEventListener("load", () => end(() => {
            const etag = request.status === 200 ? request.getResponseHeader("ETag") : null;
            etag ? resolve(etag) : reject(refusal(request, url));
        }));
        // A browser does not say whether it was the line or a missing permission. Ceph answers every refusal, an expired URL's too, without
        // the headers that would let the page read it.
        request.addEventListener("error", () => end(() => reject(new Failure(
            `The storage at ${new URL(url).host} cannot be reached, or does not let this page read its answer (its CORS rule must name ${location.origin}), or the file has changed on disk.`,
            { passing: true }))));
        signal.addEventListener("abort", stop, { once: true });
        request.open("PUT", url);
        heard();
        request.send(bytes);
    });
}

function refusal(request, url) {
    if (request.status === 200) {
        return new Failure("The storage took a part, but the browser may not read its ETag, and without it nothing can be completed. The bucket's CORS rule must have ExposeHeaders: ETag.");
    }

    const element = name => request.responseXML?.getElementsByTagName(name)[0]?.textContent;
    const expired = request.status === 403 && (/expired/i.test(element("Message") ?? "") || hasExpired(url));
    return new Failure(
        `The storage refused a part: ${element("Message") ?? element("Code") ?? `it answered ${request.status}`}.`,
        expired ? { passing: true, wait: 0 } : { passing: isPassing(request.status) });
}

/** Not every storage gives the reason of a 403; the URL itself says how long it was good for. */
function hasExpired(url) {
    const query = new URL(url).searchParams;
    const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get("X-Amz-Date") ?? "") ?? [];
    return Date.UTC(year, month - 1, day, hour, minute, second) + query.get("X-Amz-Expires") * 1000 < Date.now();
}
