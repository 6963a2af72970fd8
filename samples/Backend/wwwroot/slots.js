/** How many may do something at once; the others wait in line. */
export class Slots {
    #free;
    #line = [];

    constructor(count) {
        this.count = count;
        this.#free = count;
    }

    /** Runs the work as soon as there is a slot. */
    async run(signal, work) {
        await this.#take(signal);
        try {
            return await work();
        } finally {
            this.#giveBack();
        }
    }

    async #take(signal) {
        signal.throwIfAborted();
        if (this.#free > 0) {
            this.#free--;
            return;
        }

        await new Promise((resolve, reject) => {
            const leave = () => {
                this.#line.splice(this.#line.indexOf(enter), 1);
                reject(signal.reason);
            };
            const enter = () => {
                signal.removeEventListener("abort", leave);
                resolve();
            };
            this.#line.push(enter);
            signal.addEventListener("abort", leave, { once: true });
        });
    }

    #giveBack() {
        const next = this.#line.shift();
        next ? next() : this.#free++;
    }
}
