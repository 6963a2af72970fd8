import { Failure, isPassing } from "./failure.js";

// The contract wants a bucket. It is a wish: the back end's policy decides where uploads go.
const bucket = "uploads";

/** Creates an upload and answers its id. */
export async function startUpload(fileName, signal) {
    const answer = await ask(`start-upload?${new URLSearchParams({ bucket, fileName })}`, { signal });
    return answer.data.uploadId;
}

/** Answers a URL to PUT one part to. */
export function getUploadUrl(fileName, uploadId, partNumber, signal) {
    return ask(`get-upload-url?${new URLSearchParams({ bucket, fileName, partNumber, uploadId })}`, { signal });
}

/** Joins the parts, in their order, into the object. It may be asked again when the answer was lost. */
export function completeUpload(fileName, uploadId, parts, signal) {
    return ask("complete-upload", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ bucket, fileName, uploadId, parts }),
        signal,
    });
}

async function ask(address, request) {
    let answer;
    try {
        answer = await fetch(address, request);
        if (answer.ok) {
            return await answer.json();
        }
    } catch (broken) {
        throw new Failure("The back end cannot be reached.", { passing: true });
    }

    const problem = await answer.json().catch(() => ({}));
    const seconds = Number(answer.headers.get("Retry-After"));
    throw new Failure(problem.detail ?? `The back end answered ${answer.status}.`, {
        passing: isPassing(answer.status),
        wait: seconds > 0 ? seconds * 1000 : undefined,
        code: problem.code,
    });
}
