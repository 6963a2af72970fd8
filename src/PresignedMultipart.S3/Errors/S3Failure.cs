using System.Net;
using Amazon.Runtime;

namespace PresignedMultipart.S3.Errors;

/// <summary>Puts what the SDK threw into the library's words: the storage's code, its message, and what to do about it.</summary>
internal static class S3Failure
{
    // As the engine's, of what the storage says to a PUT.
    private const int MaxWordsLength = 1024;

    public static PresignedUrlProviderException Describe(string operation, string target, Exception failure)
    {
        if (failure is not AmazonServiceException { StatusCode: not 0 } answer || HasNoUsableAnswer(answer))
        {
            return new($"{operation} of {target} got no usable answer from the storage: {Cut(WordsOf(failure))}", failure);
        }

        string? code = CodeOf(answer);
        HttpStatusCode status = answer.StatusCode < HttpStatusCode.MultipleChoices ? StatusOfCode(code) : answer.StatusCode;
        string[] sentences = [$"The storage refused {operation} of {target}: {code ?? "no error code"} (HTTP {(int)answer.StatusCode}).", Cut(answer.Message), S3Cure.Of(code, status) ?? ""];
        return new(string.Join(' ', sentences.Where(sentence => !string.IsNullOrWhiteSpace(sentence))), failure) { StatusCode = status, ErrorCode = code, RequestId = string.IsNullOrEmpty(answer.RequestId) ? null : answer.RequestId };
    }

    /// <summary>Of a line that could not be opened HttpClient itself says no more than that there is an inner exception.</summary>
    private static string WordsOf(Exception failure)
    {
        string root = failure.GetBaseException().Message;
        return failure.Message.Contains(root, StringComparison.Ordinal) ? failure.Message : $"{failure.Message} ({root})";
    }

    private static string Cut(string words) => words.Length > MaxWordsLength ? $"{words.AsSpan(0, MaxWordsLength)}…" : words;

    /// <summary>A success that cannot be read leaves open what became of the call.</summary>
    private static bool HasNoUsableAnswer(AmazonServiceException answer) =>
        answer is AmazonUnmarshallingException && answer.StatusCode < HttpStatusCode.MultipleChoices;

    /// <summary>The storage's own code. Where it gave none the SDK puts the name of the status in its place; some names are S3's codes too.</summary>
    private static string? CodeOf(AmazonServiceException answer) =>
        string.IsNullOrEmpty(answer.ErrorCode) ? null
        : answer.ErrorCode == answer.StatusCode.ToString() && answer.ErrorCode is not ("PreconditionFailed" or "ServiceUnavailable" or "NotImplemented" or "TemporaryRedirect") ? null
        : answer.ErrorCode;

    /// <summary>
    /// The status that an error in the body of a 200 would have had. An unlisted code counts as a server error, which leaves the outcome open.
    /// Source: <see href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"/>.
    /// </summary>
    private static HttpStatusCode StatusOfCode(string? code) => code switch
    {
        "InvalidPart" or "InvalidPartOrder" or "EntityTooSmall" or "EntityTooLarge" or "MalformedXML" or "InvalidRequest" or "InvalidArgument" or "BadDigest" => HttpStatusCode.BadRequest,
        "AccessDenied" or "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "RequestTimeTooSkewed" => HttpStatusCode.Forbidden,
        "NoSuchUpload" or "NoSuchBucket" or "NoSuchKey" => HttpStatusCode.NotFound,
        "ConditionalRequestConflict" or "OperationAborted" => HttpStatusCode.Conflict,
        "PreconditionFailed" => HttpStatusCode.PreconditionFailed,
        "SlowDown" or "ServiceUnavailable" => HttpStatusCode.ServiceUnavailable,
        _ => HttpStatusCode.InternalServerError,
    };
}
