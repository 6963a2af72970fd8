using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using PresignedMultipart.AspNetCore.Answers;

namespace PresignedMultipart.AspNetCore.Tickets;

/// <summary>
/// Seals tickets with ASP.NET Data Protection: encrypted and authenticated, so that nobody can read, change or make one. The expiry is
/// sealed with it and judged by the host's clock, which a time-limited protector would not ask.
/// </summary>
/// <param name="protection">The host's key ring. Instances that share it open each other's tickets.</param>
/// <param name="name">The endpoints' name, and</param>
/// <param name="contract">the wire contract: a ticket opens no other endpoints than those that gave it.</param>
/// <param name="time">The clock.</param>
internal sealed class TicketSeal(IDataProtectionProvider protection, string name, string contract, TimeProvider time)
{
    // A line that a server takes is no longer (Kestrel), and classic and Companion tickets travel in one.
    private const int MaxTextLength = 8 << 10;

    private readonly IDataProtector _protector = protection.CreateProtector(typeof(TicketSeal).Namespace!, "UploadTicket.v1", name, contract);

    /// <exception cref="Refusal">It would be longer than what is opened.</exception>
    public string Seal(UploadTicket ticket)
    {
        string text = WebEncoders.Base64UrlEncode(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(ticket, TicketJson.Compact.UploadTicket)));
        return text.Length <= MaxTextLength ? text : throw Refusal.BadRequest("The object's names and attributes are too long for a ticket. Shorten them.");
    }

    /// <summary>Opens a ticket of this caller that has not expired.</summary>
    /// <exception cref="Refusal">It is not such a ticket.</exception>
    public UploadTicket Open(string? text, string? subject)
    {
        if (text is null or { Length: 0 or > MaxTextLength })
        {
            throw Refusal.InvalidTicket();
        }

        UploadTicket? ticket;
        try
        {
            ticket = JsonSerializer.Deserialize(_protector.Unprotect(WebEncoders.Base64UrlDecode(text)), TicketJson.Compact.UploadTicket);
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException or JsonException)
        {
            throw Refusal.InvalidTicket();
        }

        if (ticket is null || ticket.Subject != subject)
        {
            throw Refusal.InvalidTicket();
        }

        return ticket.ExpiresAt > time.GetUtcNow() ? ticket : throw Refusal.ExpiredTicket();
    }
}
