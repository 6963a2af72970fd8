using Microsoft.AspNetCore.Http;
using PresignedMultipart.Protocol;

namespace PresignedMultipart.AspNetCore.Answers;

/// <summary>Ends a request with a problem that the caller is told. Its words carry no URL, ticket or key of the server's.</summary>
internal sealed class Refusal(int status, string code, string detail, Exception? cause = null) : Exception(detail, cause)
{
    public BackendProblem Problem { get; } = new() { Status = status, Code = code, Title = TitleOf(status), Detail = detail, NoSuchUpload = code == Codes.NoSuchUpload };

    public static Refusal NoPolicy() => new(StatusCodes.Status403Forbidden, Codes.NoUploadPolicy,
        $"This server refuses every upload, because it has no upload policy. Register one with AddUploadPolicy<T>(), where T implements {nameof(IUploadPolicy)}.");

    public static Refusal BadRequest(string detail, Exception? cause = null) => new(StatusCodes.Status400BadRequest, Codes.InvalidRequest, detail, cause);

    public static Refusal BadObject(ArgumentException broken) => BadRequest("The object that was asked for cannot be made: its key or one of its attributes breaks a rule of S3.", broken);

    public static Refusal TooLarge(string detail) => new(StatusCodes.Status413PayloadTooLarge, Codes.EntityTooLarge, detail);

    public static Refusal InvalidTicket(Exception? cause = null) => new(StatusCodes.Status403Forbidden, Codes.InvalidTicket,
        "The ticket is not one that this server gave to this caller for this upload. Create the upload anew.", cause);

    public static Refusal ExpiredTicket() => new(StatusCodes.Status403Forbidden, Codes.ExpiredTicket, "The ticket has expired. Create the upload anew.");

    public static Refusal NoSuchUpload() => new(StatusCodes.Status404NotFound, Codes.NoSuchUpload, "The upload does not exist: it was aborted, or completed with other parts.");

    public static string TitleOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "Bad request",
        StatusCodes.Status403Forbidden => "Forbidden",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status409Conflict => "Conflict",
        StatusCodes.Status411LengthRequired => "Length required",
        StatusCodes.Status412PreconditionFailed => "Precondition failed",
        StatusCodes.Status413PayloadTooLarge => "Too large",
        StatusCodes.Status415UnsupportedMediaType => "Unsupported media type",
        StatusCodes.Status429TooManyRequests => "Too many requests",
        StatusCodes.Status501NotImplemented => "Not implemented",
        StatusCodes.Status502BadGateway => "The storage refused",
        StatusCodes.Status503ServiceUnavailable => "The storage is busy",
        < StatusCodes.Status500InternalServerError => "Refused",
        _ => "The server failed",
    };

    internal static class Codes
    {
        // S3's own, where it has one.
        public const string InvalidRequest = "InvalidRequest";
        public const string InvalidPart = "InvalidPart";
        public const string EntityTooLarge = "EntityTooLarge";
        public const string NoSuchUpload = "NoSuchUpload";
        public const string NotImplemented = "NotImplemented";
        public const string MissingContentLength = "MissingContentLength";
        public const string AccessDenied = "AccessDenied";

        public const string NoUploadPolicy = "NoUploadPolicy";
        public const string InvalidTicket = "InvalidTicket";
        public const string ExpiredTicket = "ExpiredTicket";
        public const string InternalError = "InternalError";
    }
}
