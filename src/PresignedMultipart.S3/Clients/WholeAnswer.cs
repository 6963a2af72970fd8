using System.Net;
using Amazon.Runtime.EventStreams;
using Amazon.Runtime.Internal.Transform;

namespace PresignedMultipart.S3.Clients;

/// <summary>An answer whose body has been read, or its beginning: a longer one ends as if the line had broken there.</summary>
internal sealed class WholeAnswer : IWebResponseData, IHttpResponseBody
{
    private readonly IWebResponseData _answer;
    private readonly MemoryStream _body;

    private WholeAnswer(IWebResponseData answer, MemoryStream body)
    {
        _answer = answer;
        _body = body;
    }

    public long ContentLength => _answer.ContentLength;

    public string ContentType => _answer.ContentType;

    public HttpStatusCode StatusCode => _answer.StatusCode;

    public bool IsSuccessStatusCode => _answer.IsSuccessStatusCode;

    public IHttpResponseBody ResponseBody => this;

    /// <exception cref="IOException">The line broke in the body.</exception>
    public static async Task<WholeAnswer> ReadAsync(IWebResponseData answer, int maxLength, CancellationToken cancellationToken)
    {
        try
        {
            Stream stream = await answer.ResponseBody.OpenResponseAsync().ConfigureAwait(false);
            var body = new MemoryStream();
            byte[] block = new byte[4096];
            int read = 1;
            while (read > 0 && body.Length < maxLength)
            {
                int room = (int)Math.Min(block.Length, maxLength - body.Length);
                read = await stream.ReadAsync(block.AsMemory(0, room), cancellationToken).ConfigureAwait(false);
                body.Write(block, 0, read);
            }

            body.Position = 0;
            return new WholeAnswer(answer, body);
        }
        catch
        {
            answer.ResponseBody.Dispose();
            throw;
        }
    }

    public string[] GetHeaderNames() => _answer.GetHeaderNames();

    public bool IsHeaderPresent(string headerName) => _answer.IsHeaderPresent(headerName);

    public string GetHeaderValue(string headerName) => _answer.GetHeaderValue(headerName);

    public IEventStreamHeader GetEventStreamHeader(string headerName) => _answer.GetEventStreamHeader(headerName);

    public bool IsEventHeaderPresent(string headerName) => _answer.IsEventHeaderPresent(headerName);

    public Stream OpenResponse() => _body;

    public Task<Stream> OpenResponseAsync() => Task.FromResult<Stream>(_body);

    public void Dispose() => _answer.ResponseBody.Dispose();
}
