import { completeUpload, getUploadUrl, startUpload } from "./classic-contract.js";
import { putPart } from "./put-part.js";
import { retry } from "./retry.js";

const partSize = 10_000_000;
const mostParts = 10_000;

// After these the upload is no more, and another try begins a new one.
const gone = ["NoSuchUpload", "ExpiredTicket", "InvalidTicket"];

/**
 * One file on its way into the storage. Its state is "uploading", "paused", "completing", "failed", "done" or "cancelled"; every
 * change of it is an event "change".
 */
export class Upload extends EventTarget {
    #slots;
    #uploadId;
    #parts;
    #control;
    #running = Promise.resolve();

    /**
     * @param {File} file
     * @param {import("./slots.js").Slots} slots How many parts are sent at once, of all files that share them.
     */
    constructor(file, slots) {
        super();
        this.file = file;
        this.state = "paused";
        this.#slots = slots;
        this.#parts = cut(file.size);
    }

    /** Bytes that are sent; those of a part that has to be sent again do not count. */
    get sent() {
        return this.#parts.reduce((sum, part) => sum + part.sent, 0);
    }

    get isActive() {
        return this.state === "uploading" || this.state === "completing";
    }

    /** Begins, or goes on with the parts that are missing. */
    resume() {
        if (this.state !== "paused" && this.state !== "failed") {
            return;
        }

        const control = this.#control = new AbortController();
        this.failure = undefined;
        this.#change("uploading");
        this.#running = this.#running.then(() => this.#run(control));
    }

    /** Stops at once. What the storage has stays there; parts on the way are sent again later. */
    pause() {
        this.#stop("paused");
    }

    /** Stops for good. The contract has no way to say so to the back end, which deletes unfinished uploads after a while. */
    cancel() {
        this.#stop("cancelled");
    }

    #stop(state) {
        if (this.state === "uploading" || this.state === "paused" || this.state === "failed") {
            this.#change(state);
            this.#control.abort();
        }
    }

    async #run(control) {
        const { signal } = control;
        try {
            signal.throwIfAborted();
            // Not stopped by a pause: an upload whose id was never learnt would be left behind.
            this.#uploadId ??= await retry(signal, () => startUpload(this.file.name));
            await this.#sendParts(control);
            this.#change("completing");
            const parts = this.#parts.map(part => ({ ETag: part.etag, PartNumber: part.number }));
            this.object = await retry(signal, () => completeUpload(this.file.name, this.#uploadId, parts));
            this.#change("done");
        } catch (failure) {
            if (control === this.#control && this.isActive) {
                this.#fail(failure);
            }
        }
    }

    async #sendParts(control) {
        const { signal } = control;
        const missing = this.#parts.filter(part => !part.etag).values();
        const work = async () => {
            for (const part of missing) {
                await this.#slots.run(signal, () => this.#sendPart(part, signal));
            }
        };

        // The first failure stops the others, and nothing is under way any more when this returns.
        await Promise.allSettled(Array.from({ length: this.#slots.count }, () => work().catch(failure => control.abort(failure))));
        signal.throwIfAborted();
    }

    async #sendPart(part, signal) {
        try {
            // Each attempt has its own URL, so an expired one is replaced on the way.
            part.etag = await retry(signal, async () => {
                part.sent = 0;
                const url = await getUploadUrl(this.file.name, this.#uploadId, part.number, signal);
                return await putPart(url, this.file.slice(part.start, part.end), signal, sent => part.sent = sent);
            });
        } finally {
            part.sent = part.etag ? part.end - part.start : 0;
        }
    }

    #fail(failure) {
        if (gone.includes(failure.code)) {
            this.#uploadId = undefined;
            this.#parts = cut(this.file.size);
        }

        this.failure = failure;
        this.#change("failed");
    }

    #change(state) {
        this.state = state;
        this.dispatchEvent(new Event("change"));
    }
}

/** Equal parts, larger ones where there would be too many; an empty file is one empty part. */
function cut(size) {
    const length = Math.max(partSize, Math.ceil(size / mostParts));
    return Array.from({ length: Math.max(1, Math.ceil(size / length)) }, (_, index) =>
        ({ number: index + 1, start: index * length, end: Math.min(size, (index + 1) * length), sent: 0, etag: undefined }));
}
