using System.Net;

namespace PresignedMultipart.Transfer;

/// <summary>
/// What a refused PUT is due to and what to do about it, read from the answer and from how its URL was signed. It names headers, regions
/// and times, and never the URL, a key or a signature.
/// </summary>
internal sealed class RefusalAdvice(S3Error error, PresignedUrl url, long length)
{
    private readonly UrlSignature _signature = new(url);

    /// <summary>Cause and cure; <see langword="null"/> when the storage's own words say it all.</summary>
    public string? Words => OfWhatIsBetween() ?? OfTime() ?? OfAddress() ?? OfSignature() ?? OfAccount() ?? OfBody() ?? OfLoad();

    private bool IsAnyOf(params ReadOnlySpan<string> codes) => codes.Contains(error.Code);

    private bool Says(string words) => error.Message?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;

    private string? OfWhatIsBetween() => error switch
    {
        { StatusCode: HttpStatusCode.ProxyAuthenticationRequired } =>
            "A proxy on the way wants to know who asks: give it credentials through the uploader's HTTP handler.",
        { IsForeign: true, StatusCode: HttpStatusCode.RequestEntityTooLarge } =>
            $"{Foreigner} takes no body of {length} bytes: raise its limit (nginx: client_max_body_size), or set {nameof(MultipartUploadOptions.PartSize)} to less.",
        { IsForeign: true, StatusCode: HttpStatusCode.BadRequest } when url.Uri.Scheme == Uri.UriSchemeHttp =>
            $"{Foreigner} gave this answer, and no S3 API. The URL is http: if HTTPS is spoken at its port, let the signer's endpoint be https.",
        { IsForeign: true } =>
            $"{Foreigner} gave this answer, and no S3 API: check the signer's endpoint, and what proxies, firewalls and log-in pages on the way let through.",
        _ => null,
    };

    private string Foreigner => error.Server is { } name ? $"Something between here and the storage ('{name}')" : "Something between here and the storage";

    private string? OfTime()
    {
        if (IsAnyOf("ExpiredToken"))
        {
            return "The signer's temporary credentials have ended, and the URLs that it signs anew are of the same: let it take new credentials before they end.";
        }

        bool notYet = Says("not valid yet") || Says("not yet valid");
        if (!notYet && !error.IsExpiredUrl && !(IsAnyOf("AccessDenied") && url.ExpiresAt < error.AnsweredAt))
        {
            return null;
        }

        if (_signature.SignedAt is not { } signed || error.AnsweredAt is not { } answered)
        {
            return "Set the signer's clock, and let it sign URLs when they are asked for.";
        }

        TimeSpan age = answered - signed;
        return age < TimeSpan.Zero
            ? $"The signer's clock is {InWords(-age)} ahead of the storage's: set it."
            : url.ExpiresAt is { } expires && expires > answered && !IsAnyOf("RequestTimeTooSkewed")
            ? $"By its own words the URL, signed {InWords(age)} before, is good until {expires:u}, and it was {answered:u} at the storage: the signer's credentials ended, or a bucket policy limits the age of signatures (s3:signatureAge)."
            : $"The signer hands out URLs that have expired already: this one was signed {InWords(age)} before the storage saw it{(url.Lifetime is { } life ? $", for {InWords(life)}" : "")}. The signer's clock is that much behind, or it gives out URLs that it has kept: set its clock, and let it sign when it is asked.";
    }

    private string? OfSignature()
    {
        if ((int)error.StatusCode is < 400 or >= 500)
        {
            return null;
        }

        if (_signature.IsVersionTwo)
        {
            return "The URL is signed with Signature Version 2, and many storages and regions take Version 4 alone. Let the signer use Version 4, and sign for 7 days at most: the AWS SDK for .NET signs longer ones with Version 2.";
        }

        if (length > 0 && _signature.EmptyBodySum is { } sum && !IsAnyOf("NoSuchUpload", "NoSuchBucket"))
        {
            return $"The URL binds {sum} of an empty body, which signers that never see the body add: set requestChecksumCalculation to \"WHEN_REQUIRED\" in the AWS SDK that signs (request_checksum_calculation=when_required in its configuration).";
        }

        if (_signature.LacksToken)
        {
            return "The URL is signed with a temporary key without its session token (X-Amz-Security-Token): give the signer all three parts of its credentials.";
        }

        if (IsAnyOf("XAmzContentSHA256Mismatch") || (_signature.BoundBodyHash && IsAnyOf("SignatureDoesNotMatch")))
        {
            return "The URL binds the SHA-256 of another body (x-amz-content-sha256): let the signer use UNSIGNED-PAYLOAD.";
        }

        bool denied = error.StatusCode == HttpStatusCode.Forbidden && IsAnyOf("AccessDenied", "SignatureDoesNotMatch");
        return denied && _signature.IsVersionFour ? OfHeaders() : null;
    }

    private string? OfHeaders()
    {
        string[] unsigned = error.Details.TryGetValue("HeadersNotSigned", out string? named)
            ? named.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [.. url.Headers.Keys.Where(name => MustBeSigned(name) && !_signature.Signs(name))];
        if (unsigned.Length > 0)
        {
            return unsigned.Any(url.Headers.ContainsKey)
                ? $"The provider hands over {List(unsigned)}, and its URL does not sign that ({SignedHeaders}): let it sign the header, or leave it out."
                : $"The request came with {List(unsigned)}, which is none of the URL's headers ({SignedHeaders}): a handler of the HTTP client or a proxy adds it. Keep it from doing so.";
        }

        string[] missing = [.. _signature.SignedHeaders.Where(name => name is not ("host" or "content-length") && !url.Headers.ContainsKey(name))];
        return missing.Length > 0 ? $"The URL signs {List(missing)}, and the provider gave no value to send: hand it over among the URL's headers ({nameof(PresignedUrl)}.{nameof(PresignedUrl.Headers)})."
            : !IsAnyOf("SignatureDoesNotMatch") ? null
            : _signature.Signs("content-type") ? "The URL signs content-type: let the signer sign the very value that the provider hands over. If it does, check the signer's secret key."
            : $"Check the signer's secret key, that nothing between here and the storage changes the host, the path or the query, and that headers are sent with the very values that were signed ({SignedHeaders}).";
    }

    private const string Full = "The storage or the account is full: make room, or raise the quota.";

    private string? OfAccount() => error switch
    {
        { Code: "InvalidAccessKeyId" } => "The storage does not know the access key that signed: check the signer's credentials, and that they belong to this endpoint.",
        { Code: "InvalidToken" } => "The session token that signed is not valid at this storage: let the signer take new credentials, and check that its endpoint is the one that gave them.",
        { Code: "AccessDenied" or null, StatusCode: HttpStatusCode.Forbidden } or { Code: { } } when IsAboutKms =>
            "The bucket's encryption uses a KMS key: the key must be there and enabled in the bucket's region, and the signer's credentials need kms:GenerateDataKey and kms:Decrypt on it.",
        { Code: "AccessDenied" or "AllAccessDisabled", StatusCode: HttpStatusCode.Forbidden } =>
            "The URL is in order, but may not do this: grant the signer's credentials s3:PutObject on the key, and look for a bucket policy that denies it (by address, encryption, or the age of signatures).",
        { Code: null, StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } => "Check the signer's credentials and their right to write the key.",
        { StatusCode: HttpStatusCode.InsufficientStorage } => Full,
        // MinIO writes XMinioAdminBucketQuotaExceeded.
        { Code: { } code } when code is "InsufficientStorage" || code.EndsWith("QuotaExceeded", StringComparison.Ordinal) => Full,
        _ => null,
    };

    private bool IsAboutKms => error.Code?.StartsWith("KMS.", StringComparison.OrdinalIgnoreCase) == true || (IsAnyOf("AccessDenied") && Says("kms:"));

    private string? OfAddress() => error switch
    {
        { Code: "NoSuchUpload" } => "The upload is gone: it was aborted or completed by somebody else, or a lifecycle rule (AbortIncompleteMultipartUpload) removed it while it ran. Upload the object anew; if it was the rule, give it more days.",
        { Code: "NoSuchBucket" } => "Correct the bucket's name, or create the bucket; check also that the signer's endpoint is the one that has it.",
        { Code: "AuthorizationHeaderMalformed" or "PermanentRedirect" or "IllegalLocationConstraintException" or "IncorrectEndpoint" } or { StatusCode: HttpStatusCode.MovedPermanently } => OfRegion(),
        { Code: "AuthorizationQueryParametersError" } when Says("region") || error.Details.ContainsKey("Region") => OfRegion(),
        { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError } when error.Details.TryGetValue("Region", out string? region) && _signature.Region is { } signed && region != signed => OfRegion(),
        { StatusCode: HttpStatusCode.TemporaryRedirect or HttpStatusCode.Redirect or HttpStatusCode.PermanentRedirect } =>
            $"The storage sends the request on to another address, and a signed URL is good for one host only{At}: let the signer use the endpoint of the bucket's own region. S3 does so for up to a day after a bucket was made.",
        { StatusCode: HttpStatusCode.MethodNotAllowed } => "This address takes no PUT: check that the signer's endpoint is an S3 API (and no website endpoint), and that it signs for PUT.",
        _ => null,
    };

    private string OfRegion() =>
        $"The URL is signed for {(_signature.Region is { } signed ? $"the region '{signed}'" : "a region")}, and the bucket is in {(error.Details.TryGetValue("Region", out string? region) ? $"'{region}'" : "another one")}{At}: set the signer's region and endpoint to the bucket's.";

    private string At => error.Details.TryGetValue("Endpoint", out string? endpoint) ? $" (at '{endpoint}')" : "";

    private string? OfBody() => error switch
    {
        { Code: "EntityTooLarge" } or { StatusCode: HttpStatusCode.RequestEntityTooLarge } =>
            $"The storage takes {(error.Details.TryGetValue("MaxSizeAllowed", out string? most) ? $"at most {most}" : "fewer")} bytes in one request, and this one has {length}: set {nameof(MultipartUploadOptions.PartSize)} and {nameof(MultipartUploadOptions.SinglePutThreshold)} to less.",
        { Code: "EntityTooSmall" } =>
            $"The storage takes {(error.Details.TryGetValue("MinSizeAllowed", out string? least) ? $"at least {least}" : "more")} bytes in a part, and this one has {length}: set {nameof(MultipartUploadOptions.PartSize)} to more.",
        { Code: "InvalidArgument" } when error.Details.GetValueOrDefault("ArgumentName") == "partNumber" || Says("part number") || Says("partNumber") =>
            $"The storage takes no part of this number; S3 takes 1 to {S3Limits.MaxPartCount}: set {nameof(MultipartUploadOptions.PartSize)} to more, so that fewer parts do.",
        { StatusCode: HttpStatusCode.LengthRequired } or { Code: "MissingContentLength" } or { Code: "NotImplemented" } when error.Code != "NotImplemented" || IsAboutTransferEncoding =>
            "The request arrived without its Content-Length: a handler of the HTTP client or a proxy on the way sends the body in chunks, which S3 does not take. Keep it from doing so.",
        { StatusCode: HttpStatusCode.NotImplemented } =>
            $"The storage does not have what the URL asks for ({SignedHeaders}{(error.Details.TryGetValue("Header", out string? header) ? $"; it names {header}" : "")}): leave it out of the {nameof(UploadTarget)}.",
        { IsDigestMismatch: true } or { Code: "InvalidDigest" } =>
            "The bytes that arrived have another sum than was signed for them, each time: something on the way changes them, or the signer binds another body's sum.",
        { WantsChecksum: true } => $"The bucket takes no part without a checksum, as with object lock: use a provider with {nameof(PresignedUrlProviderCapabilities)}.{nameof(PresignedUrlProviderCapabilities.Checksums)}.",
        { Code: "RequestTimeout" } => $"The storage waited in vain for the body: the line is too slow for so many requests at a time. Set {nameof(MultipartUploadOptions.MaxConcurrency)} to less.",
        _ => null,
    };

    private bool IsAboutTransferEncoding => Says("Transfer-Encoding") || string.Equals(error.Details.GetValueOrDefault("Header"), "Transfer-Encoding", StringComparison.OrdinalIgnoreCase);

    private string? OfLoad() => PartRetry.IsRefusalOfLoad(error)
        ? $"The storage is asked for more than it gives: set {nameof(MultipartUploadOptions.MaxConcurrency)} to less, or {nameof(MultipartUploadOptions.MaxAttempts)} and {nameof(MultipartUploadOptions.RetryMaxDelay)} to more. If it stays so, its disks may be full: OpenStack Swift says the same then."
        : null;

    private string SignedHeaders => _signature.SignedHeaders.Count > 0 ? $"signed: {string.Join(", ", _signature.SignedHeaders)}" : "no header is signed";

    // Ceph refuses an unsigned Content-Type too.
    private static bool MustBeSigned(string header) =>
        header.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)
        || header.Equals("content-md5", StringComparison.OrdinalIgnoreCase)
        || header.Equals("content-type", StringComparison.OrdinalIgnoreCase);

    private static string List(string[] headers) => headers.Length == 1 ? $"the header {headers[0]}" : $"the headers {string.Join(", ", headers)}";

    private static string InWords(TimeSpan time) => time.TotalSeconds < 90 ? $"{time.TotalSeconds:0} s" : time.TotalMinutes < 90 ? $"{time.TotalMinutes:0} min" : $"{time.TotalHours:0.#} h";
}
