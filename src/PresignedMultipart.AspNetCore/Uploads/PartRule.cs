using System.Buffers;
using PresignedMultipart.AspNetCore.Answers;
using PresignedMultipart.AspNetCore.Tickets;

namespace PresignedMultipart.AspNetCore.Uploads;

/// <summary>What is signed of an upload's parts, and what is joined.</summary>
internal static class PartRule
{
    public const int MaxPartsToSign = 1_000;

    private static readonly SearchValues<char> ChecksumCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-");

    /// <summary>
    /// Refuses a part that an object within its limit cannot have. All parts but the last are of one length, of at least 5 MiB, so part n
    /// begins no earlier than after n - 1 such parts. Without knowing what else is stored, this keeps all that can ever be stored of an
    /// upload near its limit (the limit times the harmonic number of 10,000, which is 10), and the completion keeps it at the limit.
    /// </summary>
    public static void CheckToSign(UploadTicket ticket, PartToSign part)
    {
        CheckNumber(part.PartNumber);
        if (part.Length is < 0 or > S3Limits.MaxPartSize)
        {
            throw new Refusal(400, part.Length < 0 ? Refusal.Codes.InvalidRequest : Refusal.Codes.EntityTooLarge, $"Part {part.PartNumber} is said to have {part.Length} bytes; a part has 0 bytes to 5 GiB.");
        }

        long length = part.Length.GetValueOrDefault();
        if (((part.PartNumber - 1) * Math.Max(length, S3Limits.MinPartSize)) + length > ticket.Limit)
        {
            throw Refusal.TooLarge(
                $"Part {part.PartNumber}{(part.Length is null ? "" : $" of {length} bytes")} is beyond the {ticket.Limit} bytes that the object may have. All parts but the last must be of one length, of at least 5 MiB.");
        }

        CheckChecksum(part.Checksum);
    }

    /// <summary>Puts the parts in order, each once.</summary>
    public static CompletedPart[] CheckToComplete(IReadOnlyList<CompletedPart>? parts)
    {
        if (parts is null or { Count: 0 or > S3Limits.MaxPartCount })
        {
            throw new Refusal(400, Refusal.Codes.InvalidRequest, $"The completion names {parts?.Count ?? 0} parts; an object has 1 to {S3Limits.MaxPartCount}.");
        }

        CompletedPart[] ordered = [.. parts.OrderBy(part => part.PartNumber)];
        for (int i = 0; i < ordered.Length; i++)
        {
            CheckNumber(ordered[i].PartNumber);
            CheckChecksum(ordered[i].Checksum);
            if (string.IsNullOrWhiteSpace(ordered[i].ETag))
            {
                throw new Refusal(400, Refusal.Codes.InvalidPart, $"Part {ordered[i].PartNumber} has no ETag. A browser can read it only if the bucket's CORS rule exposes the header ETag.");
            }

            if (i > 0 && ordered[i].PartNumber == ordered[i - 1].PartNumber)
            {
                throw new Refusal(400, Refusal.Codes.InvalidPart, $"The completion names part {ordered[i].PartNumber} twice.");
            }
        }

        return ordered;
    }

    public static void CheckChecksum(Checksum? checksum)
    {
        // It becomes a header.
        if (checksum is not null && (checksum.Algorithm == ChecksumAlgorithm.None || !Enum.IsDefined(checksum.Algorithm) || checksum.Value is not { Length: > 0 and <= 100 } || checksum.Value.AsSpan().ContainsAnyExcept(ChecksumCharacters)))
        {
            throw Refusal.BadRequest("A checksum has no algorithm, or its value is not in base64.");
        }
    }

    private static void CheckNumber(int number)
    {
        if (number is < 1 or > S3Limits.MaxPartCount)
        {
            throw new Refusal(400, "InvalidArgument", $"There is no part {number}: part numbers are 1 to {S3Limits.MaxPartCount}.");
        }
    }
}
