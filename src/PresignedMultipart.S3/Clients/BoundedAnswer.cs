using System.Net;
using Amazon.Runtime.EventStreams;
using Amazon.Runtime.Internal.Transform;

namespace PresignedMultipart.S3.Clients;

/// <summary>An answer whose body ends after so many bytes, as if the line had broken there.</summary>
internal sealed class BoundedAnswer(IWebResponseData answer, long maxLength) : IWebResponseData, IHttpResponseBody
{
    public long ContentLength => answer.ContentLength;

    public string ContentType => answer.ContentType;

    public HttpStatusCode StatusCode => answer.StatusCode;

    public bool IsSuccessStatusCode => answer.IsSuccessStatusCode;

    public IHttpResponseBody ResponseBody => this;

    public string[] GetHeaderNames() => answer.GetHeaderNames();

    public bool IsHeaderPresent(string headerName) => answer.IsHeaderPresent(headerName);

    public string GetHeaderValue(string headerName) => answer.GetHeaderValue(headerName);

    public IEventStreamHeader GetEventStreamHeader(string headerName) => answer.GetEventStreamHeader(headerName);

    public bool IsEventHeaderPresent(string headerName) => answer.IsEventHeaderPresent(headerName);

    public Stream OpenResponse() => new BoundedReadStream(answer.ResponseBody.OpenResponse(), maxLength);

    public async Task<Stream> OpenResponseAsync() => new BoundedReadStream(await answer.ResponseBody.OpenResponseAsync().ConfigureAwait(false), maxLength);

    public void Dispose() => answer.ResponseBody.Dispose();
}
