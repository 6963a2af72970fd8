using System.Net;

namespace PresignedMultipart.Integration.Tests;

/// <summary>
/// Where a server differs from Amazon S3, as measured. The only place in which tests tell servers apart: a test whose feature the server
/// lacks asserts what that server does instead. A server that is not listed is expected to do as Amazon S3 documents.
/// </summary>
internal sealed record ServerCapabilities
{
    private static readonly (HttpStatusCode?, string?) PreconditionFailed = (HttpStatusCode.PreconditionFailed, "PreconditionFailed");

    /// <summary>Ceph RGW 20 "tentacle".</summary>
    private static readonly ServerCapabilities Ceph20 = new()
    {
        // "This multipart completion is already in progress", for an upload that was never begun too.
        CompletionOfGoneUpload = (HttpStatusCode.InternalServerError, "InternalError"),
        ChecksumWithoutAlgorithmHeader = Support.Ignored,
        CompletionWithMissingParts = (HttpStatusCode.BadRequest, "InvalidPart"),
    };

    /// <summary>Ceph RGW 16 "pacific": before additional checksums and conditional writes of multipart uploads.</summary>
    private static readonly ServerCapabilities Ceph16 = Ceph20 with
    {
        TagsOfParts = Support.Ignored,
        ConditionalCompletion = null,
        AnswersETagOfCompletion = false,
        Checksum = Support.Ignored,
        EchoesChecksums = false,
        AnswersPartSize = false,
        TakesUnsignedHeaders = true,
    };

    /// <summary>OpenStack Swift's s3api.</summary>
    private static readonly ServerCapabilities Swift = new()
    {
        Tls = false,
        TagsOfPut = Support.Refused,
        TagsOfParts = Support.Refused,
        CustomerKeys = Support.Ignored,
        ConditionalPut = (HttpStatusCode.NotImplemented, "NotImplemented"),
        ConditionalCompletion = (HttpStatusCode.PreconditionFailed, "InvalidRequest"),
        // A part is an object named KEY/UPLOAD-ID/NUMBER, and that name may have 1024 bytes.
        LongestKeyOfParts = 1024 - "/".Length - 48 - "/10000".Length,
        OtherUsersBucket = "NoSuchBucket",
        EchoesChecksums = false,
        TellsUnknownKeys = false,
    };

    /// <summary>Whether it has an HTTPS endpoint, with the certificate of a private authority.</summary>
    public bool Tls { get; init; } = true;

    /// <summary>Tags of an object that is put at once.</summary>
    public Support TagsOfPut { get; init; }

    /// <summary>Tags of an object that is put in parts.</summary>
    public Support TagsOfParts { get; init; }

    /// <summary>Encryption with the customer's key (SSE-C). Ignored means that the object is stored in plain.</summary>
    public Support CustomerKeys { get; init; }

    /// <summary>What a PUT with <c>If-None-Match: *</c> is answered where an object stands.</summary>
    public (HttpStatusCode? Status, string? Code) ConditionalPut { get; init; } = PreconditionFailed;

    /// <summary>The same for a completion; <see langword="null"/> when it replaces the object.</summary>
    public (HttpStatusCode? Status, string? Code)? ConditionalCompletion { get; init; } = PreconditionFailed;

    /// <summary>What completing an upload that was aborted is answered.</summary>
    public (HttpStatusCode? Status, string? Code) CompletionOfGoneUpload { get; init; } = (HttpStatusCode.NotFound, "NoSuchUpload");

    /// <summary>What a completion is answered that leaves out a part that was uploaded; <see langword="null"/> when that part is dropped.</summary>
    public (HttpStatusCode? Status, string? Code)? CompletionWithMissingParts { get; init; }

    /// <summary>Whether the answer to a completion has the object's ETag.</summary>
    public bool AnswersETagOfCompletion { get; init; } = true;

    /// <summary>The longest key, in bytes, of an object that is put in parts.</summary>
    public int LongestKeyOfParts { get; init; } = 1024;

    /// <summary>The code for a bucket of another user.</summary>
    public string OtherUsersBucket { get; init; } = "AccessDenied";

    /// <summary>A part's <c>x-amz-checksum-*</c> with <c>x-amz-sdk-checksum-algorithm</c>: whether a wrong one is 400 BadDigest.</summary>
    public Support Checksum { get; init; }

    /// <summary>The same without <c>x-amz-sdk-checksum-algorithm</c>.</summary>
    public Support ChecksumWithoutAlgorithmHeader { get; init; }

    /// <summary>Whether parts of an upload that was created with an algorithm are answered with their checksum, whether they came with one or not.</summary>
    public bool EchoesChecksums { get; init; } = true;

    /// <summary>Whether <c>HeadObject</c> with a part number answers that part's length, and not the object's.</summary>
    public bool AnswersPartSize { get; init; } = true;

    /// <summary>Whether a request with an <c>x-amz-*</c> header that its URL does not sign is served.</summary>
    public bool TakesUnsignedHeaders { get; init; }

    /// <summary>Whether an access key that nobody has is told from a wrong signature.</summary>
    public bool TellsUnknownKeys { get; init; } = true;

    /// <param name="server">The server's name in <c>S3_SERVER</c>.</param>
    public static ServerCapabilities Of(string server) => server switch
    {
        "ceph" => Ceph20,
        "ceph16" => Ceph16,
        "swift" => Swift,
        _ => new ServerCapabilities(),
    };
}
