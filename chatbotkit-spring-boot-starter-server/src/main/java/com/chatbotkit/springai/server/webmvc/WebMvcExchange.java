/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.server.webmvc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.http.HttpEndpoint;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Answers one request: reads its body, gives the thread back, and writes the answer as it
 * comes and as the connection takes it. No thread waits, and no container ends it after a
 * time.
 */
final class WebMvcExchange implements ServerResponse {

	private final HttpEndpoint endpoint;

	WebMvcExchange(HttpEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public @Nullable ModelAndView writeTo(HttpServletRequest request, HttpServletResponse response, Context context)
			throws IOException {
		byte[] body = body(request);
		Mono<EndpointResponse> answered = (body != null) ? this.endpoint.handle(request(request, body))
				: Mono.just(this.endpoint.bodyNotReceived());
		AsyncContext async = request.startAsync(request, response);
		async.setTimeout(0);
		ServletOutput output = new ServletOutput(async, response.getOutputStream());
		output.listen();
		// Filters may write headers until this thread has left them.
		output.started(answered.delayUntil((answer) -> output.ready())
			.doOnDiscard(EndpointResponse.class, EndpointResponse::discard)
			.subscribe((answer) -> output.write(() -> pieces(answer, response), answer::discard), output::failed));
		return null;
	}

	/** The body; null where it did not come in time. */
	private byte @Nullable [] body(HttpServletRequest request) throws IOException {
		try {
			return new ServletBody(request.getInputStream(), this.endpoint).read(request.getContentLength());
		}
		catch (IOException ex) {
			// Jetty waits for the next byte no longer. Tomcat answers that itself.
			if (ex.getCause() instanceof TimeoutException) {
				return null;
			}
			throw ex;
		}
	}

	private static EndpointRequest request(HttpServletRequest request, byte[] body) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String name : Collections.list(request.getHeaderNames())) {
			headers.put(name, String.join(", ", Collections.list(request.getHeaders(name))));
		}
		String path = ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication().value();
		String query = request.getQueryString();
		return new EndpointRequest(request.getMethod(), (query != null) ? path + "?" + query : path, headers, body,
				request.getRemoteAddr(), request.getUserPrincipal());
	}

	private static Flux<byte[]> pieces(EndpointResponse answer, HttpServletResponse response) {
		response.setStatus(answer.status());
		answer.headers().forEach(response::setHeader);
		if (answer.body() instanceof EndpointResponse.Pieces streaming) {
			return streaming.pieces();
		}
		byte[] bytes = ((EndpointResponse.Whole) answer.body()).text().getBytes(StandardCharsets.UTF_8);
		response.setContentLength(bytes.length);
		return Flux.just(bytes);
	}

	@Override
	public HttpStatusCode statusCode() {
		return HttpStatus.OK;
	}

	@Override
	public HttpHeaders headers() {
		return HttpHeaders.EMPTY;
	}

	@Override
	public MultiValueMap<String, Cookie> cookies() {
		return new LinkedMultiValueMap<>();
	}

}
