const template = document.querySelector("#upload");
let rowsMade = 0;
const rateWindow = 4_000;
const units = [["GB", 1e9], ["MB", 1e6], ["kB", 1e3], ["bytes", 1]];

/** What a person sees of one upload. */
export class Row {
    #say;
    #samples = [];

    /**
     * @param {import("./upload.js").Upload} upload
     * @param {(text: string) => void} say Tells those who listen to the page.
     * @param {() => void} onRemoved
     */
    constructor(upload, say, onRemoved) {
        this.upload = upload;
        this.#say = say;
        this.element = template.content.firstElementChild.cloneNode(true);
        this.#part("name").textContent = upload.file.name;
        this.#part("name").id = `upload-${++rowsMade}`;
        for (const element of [this.#part("bar"), ...this.element.querySelectorAll("button")]) {
            element.setAttribute("aria-describedby", this.#part("name").id);
        }

        for (const [name, act] of [
            ["pause", () => upload.pause()],
            ["resume", () => upload.resume()],
            ["cancel", () => upload.cancel()],
            ["remove", () => { this.element.remove(); onRemoved(); }],
        ]) {
            this.#part(name).addEventListener("click", act);
        }

        upload.addEventListener("change", () => this.#show());
    }

    /** Shows how far it is, and how fast; called a few times a second. */
    tick() {
        this.#showProgress();
    }

    #show() {
        const { state, file, failure, object } = this.upload;
        const focused = this.element.contains(document.activeElement);
        this.element.dataset.state = state;
        this.#samples = [];
        this.#showProgress();
        for (const [name, visible] of [
            ["pause", state === "uploading"],
            ["resume", state === "paused" || state === "failed"],
            ["cancel", state === "uploading" || state === "paused" || state === "failed"],
            ["remove", state === "done" || state === "cancelled"],
        ]) {
            this.#part(name).hidden = !visible;
        }

        this.#part("resume").textContent = state === "failed" ? "Try again" : "Resume";
        this.#part("failure").textContent = failure?.message ?? "";
        this.#part("link").hidden = !object;
        if (object) {
            this.#part("link").href = `/files/${object.Key.split("/").map(encodeURIComponent).join("/")}`;
            this.#part("link").textContent = object.Key;
        }

        if (focused && this.element.isConnected) {
            // A button that vanished under the keyboard leaves it to its neighbour.
            this.element.querySelector("button:not([hidden])")?.focus();
        }

        const spoken = { done: "is uploaded", failed: `failed: ${failure?.message}`, paused: "is paused", cancelled: "is cancelled" }[state];
        if (spoken) {
            this.#say(`${file.name} ${spoken}`);
        }
    }

    #showProgress() {
        const { state, sent, file } = this.upload;
        const [unit, unitBytes] = units.find(([, bytes]) => file.size >= bytes) ?? units.at(-1);
        const inUnit = bytes => (bytes / unitBytes).toFixed(unitBytes > 1 ? 1 : 0);
        const total = `${inUnit(file.size)} ${unit}`;
        this.#part("bar").value = state === "done" ? 1 : file.size > 0 ? sent / file.size : 0;
        const amount = `${inUnit(sent)} of ${total}`;
        const words = {
            paused: `Paused at ${amount}`,
            completing: "Completing…",
            cancelled: "Cancelled. The parts that the storage has are deleted after some days.",
        };
        this.#part("status").textContent =
            state === "uploading" ? `${amount} · ${this.#rate(sent)} MB/s`
            : state === "done" ? total
            : words[state] ?? amount;
    }

    /** Over the last seconds, because the parts' progress comes in jumps. */
    #rate(sent) {
        const now = performance.now();
        this.#samples.push({ now, sent });
        while (now - this.#samples[0].now > rateWindow) {
            this.#samples.shift();
        }

        const [first] = this.#samples;
        return now > first.now ? (Math.max(0, sent - first.sent) / 1e6 / (now - first.now) * 1000).toFixed(1) : "0.0";
    }

    #part(name) {
        return this.element.querySelector(`[data-part="${name}"]`);
    }
}
