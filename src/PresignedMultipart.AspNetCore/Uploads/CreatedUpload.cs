using PresignedMultipart.AspNetCore.Tickets;

namespace PresignedMultipart.AspNetCore.Uploads;

/// <summary>An upload that was created for a caller.</summary>
/// <param name="Text">The sealed ticket, for the caller alone.</param>
/// <param name="Ticket">What is sealed in it.</param>
/// <param name="Upload">What the storage said of the upload.</param>
internal sealed record CreatedUpload(string Text, UploadTicket Ticket, MultipartUpload Upload)
{
    // The sealed ticket is a secret.
    public override string ToString() => Ticket.ToString();
}
