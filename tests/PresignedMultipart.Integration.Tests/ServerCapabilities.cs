using System.Net;

namespace PresignedMultipart.Integration.Tests;

/// <summary>
/// Where a server differs from Amazon S3, as measured. The only place in which tests of the library tell servers apart: a test whose feature
/// the server lacks asserts what that server does instead. A server that is not listed is expected to do as Amazon S3 documents. How its
/// answers differ in detail stands in <see cref="Agreement.AgreementDifferences"/>.
/// </summary>
internal sealed record ServerCapabilities
{
    private static readonly (HttpStatusCode?, string?) PreconditionFailed = (HttpStatusCode.PreconditionFailed, "PreconditionFailed");

    private static readonly (HttpStatusCode?, string?) QueryParameters = (HttpStatusCode.BadRequest, "AuthorizationQueryParametersError");

    /// <summary>Ceph RGW 20 "tentacle".</summary>
    private static readonly ServerCapabilities Ceph20 = new()
    {
        // "This multipart completion is already in progress", for an upload that was never begun too.
        CompletionOfGoneUpload = (HttpStatusCode.InternalServerError, "InternalError"),
        ListOfGoneUpload = "NoSuchKey",
        UnknownStorageClass = "InvalidArgument",
        AnswersAbortDate = false,
        TakesUnsignedContentType = false,
        OtherRefusals = new() { ["access key"] = (HttpStatusCode.Forbidden, "InvalidAccessKeyId"), ["algorithm"] = (HttpStatusCode.Forbidden, "AccessDenied") },
    };

    /// <summary>Ceph RGW 16 "pacific": before additional checksums and conditional writes of multipart uploads.</summary>
    private static readonly ServerCapabilities Ceph16 = Ceph20 with
    {
        TakesUnsignedContentType = true,
        AnswersAbortDate = true,
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
        TemporaryCredentials = false,
        RefusalOfFullStorage = (HttpStatusCode.ServiceUnavailable, "ServiceUnavailable"),
        CorsOfBuckets = Support.Refused,
        RefusalOfAbortRule = (HttpStatusCode.BadRequest, "MalformedXML"),
        OtherRefusals = new()
        {
            ["region"] = QueryParameters,
            ["algorithm"] = (HttpStatusCode.BadRequest, "InvalidArgument"),
            ["POST"] = (HttpStatusCode.NotImplemented, "NotImplemented"),
        },
        TagsOfPut = Support.Refused,
        TagsOfParts = Support.Refused,
        CustomerKeys = Support.Ignored,
        ConditionalPut = (HttpStatusCode.NotImplemented, "NotImplemented"),
        ConditionalCompletion = (HttpStatusCode.PreconditionFailed, "InvalidRequest"),
        // A part is an object named KEY/UPLOAD-ID/NUMBER, and that name may have 1024 bytes.
        LongestKeyOfParts = 1024 - "/".Length - 48 - "/10000".Length,
        OtherUsersBucket = "NoSuchBucket",
        EchoesChecksums = false,
    };

    /// <summary>Whether it has an HTTPS endpoint, with the certificate of a private authority.</summary>
    public bool Tls { get; init; } = true;

    /// <summary>What a PUT is answered for which there is no room.</summary>
    public (HttpStatusCode? Status, string? Code) RefusalOfFullStorage { get; init; } = (HttpStatusCode.Forbidden, "QuotaExceeded");

    /// <summary>Whether a bucket has CORS rules of its own.</summary>
    public Support CorsOfBuckets { get; init; }

    /// <summary>What a lifecycle rule that aborts uploads is answered; <see langword="null"/> when the bucket takes it.</summary>
    public (HttpStatusCode? Status, string? Code)? RefusalOfAbortRule { get; init; }

    /// <summary>Whether the creation of an upload is answered with the right date of that rule.</summary>
    public bool AnswersAbortDate { get; init; } = true;

    /// <summary>The code for listing the parts of an upload that was aborted.</summary>
    public string ListOfGoneUpload { get; init; } = "NoSuchUpload";

    /// <summary>Whether a part may come with a Content-Type that was not signed.</summary>
    public bool TakesUnsignedContentType { get; init; } = true;

    /// <summary>Whether it has an STS.</summary>
    public bool TemporaryCredentials { get; init; } = true;

    /// <summary>Tags of an object that is put at once.</summary>
    public Support TagsOfPut { get; init; }

    /// <summary>Tags of an object that is put in parts.</summary>
    public Support TagsOfParts { get; init; }

    /// <summary>The code of the 400 for a storage class that it does not have.</summary>
    public string UnknownStorageClass { get; init; } = "InvalidStorageClass";

    /// <summary>Encryption with the customer's key (SSE-C). Ignored means that the object is stored in plain.</summary>
    public Support CustomerKeys { get; init; }

    /// <summary>What a PUT with <c>If-None-Match: *</c> is answered where an object stands.</summary>
    public (HttpStatusCode? Status, string? Code) ConditionalPut { get; init; } = PreconditionFailed;

    /// <summary>The same for a completion; <see langword="null"/> when it replaces the object.</summary>
    public (HttpStatusCode? Status, string? Code)? ConditionalCompletion { get; init; } = PreconditionFailed;

    /// <summary>What completing an upload that was aborted is answered.</summary>
    public (HttpStatusCode? Status, string? Code) CompletionOfGoneUpload { get; init; } = (HttpStatusCode.NotFound, "NoSuchUpload");

    /// <summary>Whether the answer to a completion has the object's ETag.</summary>
    public bool AnswersETagOfCompletion { get; init; } = true;

    /// <summary>The longest key, in bytes, of an object that is put in parts.</summary>
    public int LongestKeyOfParts { get; init; } = 1024;

    /// <summary>The code for a bucket of another user.</summary>
    public string OtherUsersBucket { get; init; } = "AccessDenied";

    /// <summary>A part's <c>x-amz-checksum-*</c> with <c>x-amz-sdk-checksum-algorithm</c>: whether a wrong one is 400 BadDigest.</summary>
    public Support Checksum { get; init; }

    /// <summary>Whether parts of an upload that was created with an algorithm are answered with their checksum, whether they came with one or not.</summary>
    public bool EchoesChecksums { get; init; } = true;

    /// <summary>Whether <c>HeadObject</c> with a part number answers that part's length, and not the object's.</summary>
    public bool AnswersPartSize { get; init; } = true;

    /// <summary>What a URL is refused with in which something was changed, by what that is, where it is not 403 SignatureDoesNotMatch.</summary>
    private Dictionary<string, (HttpStatusCode? Status, string? Code)> OtherRefusals { get; init; } = new()
    {
        ["access key"] = (HttpStatusCode.Forbidden, "InvalidAccessKeyId"),
        ["region"] = QueryParameters,
        ["algorithm"] = QueryParameters,
    };

    /// <summary>How a URL is refused that is used with another method, or in which something was changed.</summary>
    public (HttpStatusCode? Status, string? Code) RefusalOf(string changed) =>
        OtherRefusals.TryGetValue(changed, out var refusal) ? refusal : (HttpStatusCode.Forbidden, "SignatureDoesNotMatch");

    /// <summary>Whether a request with an <c>x-amz-*</c> header that its URL does not sign is served.</summary>
    public bool TakesUnsignedHeaders { get; init; }

    /// <summary>Whether an access key that nobody has is told from a wrong signature.</summary>
    public bool TellsUnknownKeys => RefusalOf("access key").Code == "InvalidAccessKeyId";

    /// <param name="server">The server's name in <c>S3_SERVER</c>.</param>
    public static ServerCapabilities Of(string server) => server switch
    {
        "ceph" => Ceph20,
        "ceph16" => Ceph16,
        "swift" => Swift,
        _ => new ServerCapabilities(),
    };
}
