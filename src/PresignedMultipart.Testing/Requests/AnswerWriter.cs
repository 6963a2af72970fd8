using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using PresignedMultipart.Testing.Faults;

namespace PresignedMultipart.Testing.Requests;

/// <summary>Writes an answer to the connection, with what the plan does to it.</summary>
internal sealed class AnswerWriter(HttpContext context, FaultPlan plan, TimeProvider clock)
{
    private const int BlockSize = 64 * 1024;

    public async Task WriteAsync(S3Answer answer, CancellationToken cancellationToken)
    {
        HttpResponse response = context.Response;
        response.StatusCode = answer.Status;
        WriteHeaders(answer, response.Headers);

        // A HEAD has the length of the body and no body; a 204 or 304 has neither.
        bool hasLength = answer.Status is not (204 or 304);
        if (hasLength)
        {
            response.ContentLength = answer.ContentLength;
        }

        bool hasBody = hasLength && !HttpMethods.IsHead(context.Request.Method);
        long length = hasBody ? answer.ContentLength : 0;
        if (plan.Outcome is FaultOutcome.Truncation truncation)
        {
            await WriteBodyAsync(answer, Math.Min(length, truncation.BodyBytes), cancellationToken).ConfigureAwait(false);

            // The server closes the connection when it finds the answer shorter than its Content-Length. A reset could overtake the bytes.
            return;
        }

        await WriteBodyAsync(answer, length, cancellationToken).ConfigureAwait(false);
        await response.CompleteAsync().ConfigureAwait(false);
    }

    private void WriteHeaders(S3Answer answer, IHeaderDictionary headers)
    {
        if (answer.ContentType is not null)
        {
            headers.ContentType = answer.ContentType;
        }

        foreach ((string name, string value) in answer.Headers)
        {
            headers[name] = value;
        }

        if (answer.ClosesConnection)
        {
            headers.Connection = "close";
        }

        foreach ((string name, string? value) in plan.AnswerHeaders)
        {
            // An empty value takes the header away.
            headers[name] = value;
        }
    }

    private async Task WriteBodyAsync(S3Answer answer, long length, CancellationToken cancellationToken)
    {
        PipeWriter writer = context.Response.BodyWriter;
        await context.Response.StartAsync(cancellationToken).ConfigureAwait(false);
        if (length == 0)
        {
            return;
        }

        Pace? pace = plan.BytesPerSecond > 0 ? new Pace(plan.BytesPerSecond, clock) : null;
        long position = 0;
        while (position < length)
        {
            int count = (int)Math.Min(length - position, pace?.Step ?? BlockSize);
            if (answer.Reader is not { } reader)
            {
                writer.Write(answer.Content.Span.Slice((int)position, count));
            }
            else
            {
                count = await reader.ReadAsync(answer.Stored!.Value.Offset + position, writer.GetMemory(count)[..count], cancellationToken)
                    .ConfigureAwait(false);
                writer.Advance(count);
            }

            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            position += count;
            if (pace is not null)
            {
                await pace.WaitAsync(count, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
