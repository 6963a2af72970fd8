namespace PresignedMultipart.Protocol;

/// <summary>
/// Where the native contract's endpoints are, relative to the address that a back end maps them under. Each takes a POST with a JSON body
/// and answers with JSON, or with <see cref="BackendProblem"/>. <c>docs/backend-contract.md</c> shows every message.
/// </summary>
public static class NativeContract
{
    /// <summary><see cref="CreateUploadRequest"/> → 200 <see cref="CreateUploadResponse"/>.</summary>
    public const string CreatePath = "create";

    /// <summary><see cref="PresignPartsRequest"/> → 200 <see cref="PresignPartsResponse"/>.</summary>
    public const string PresignPartsPath = "presign-parts";

    /// <summary><see cref="PresignPutRequest"/> → 200 <see cref="PresignPutResponse"/>.</summary>
    public const string PresignPutPath = "presign-put";

    /// <summary><see cref="ListPartsRequest"/> → 200 <see cref="ListPartsResponse"/>.</summary>
    public const string ListPartsPath = "list-parts";

    /// <summary><see cref="CompleteUploadRequest"/> → 200 <see cref="StoredObjectResponse"/>. Idempotent: asked again, it answers the same.</summary>
    public const string CompletePath = "complete";

    /// <summary><see cref="TicketRequest"/> → 204. Idempotent.</summary>
    public const string AbortPath = "abort";

    /// <summary><see cref="TicketRequest"/> → 200 <see cref="StoredObjectResponse"/>: what stands under the upload's key now.</summary>
    public const string OutcomePath = "outcome";

    /// <summary>The media type of a refusal: <c>application/problem+json</c> (RFC 9457).</summary>
    public const string ProblemMediaType = "application/problem+json";
}
