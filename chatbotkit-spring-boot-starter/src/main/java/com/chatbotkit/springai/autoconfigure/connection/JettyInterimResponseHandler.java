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

package com.chatbotkit.springai.autoconfigure.connection;

import java.net.ProtocolException;
import java.util.concurrent.CompletableFuture;

import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;

/**
 * Skips interim responses. Jetty's own handlers (12.1.10) know only three statuses, and
 * one {@code 100} for each request.
 */
final class JettyInterimResponseHandler extends ProcessingProtocolHandler {

	private static final String COUNT = InterimResponses.class.getName();

	/**
	 * Counts the interim responses to a request.
	 */
	static void watch(Request request) {
		request.attribute(COUNT, new InterimResponses());
	}

	@Override
	public String getName() {
		return "interim-response";
	}

	@Override
	public boolean accept(Request request, Response response) {
		if (!HttpStatus.isInformational(response.getStatus())
				|| response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101) {
			return false;
		}
		ProtocolException tooMany = (request.getAttributes().get(COUNT) instanceof InterimResponses interim)
				? interim.add() : null;
		if (tooMany != null) {
			// It does not matter whether the request was still under way.
			CompletableFuture<Boolean> unused = request.abort(tooMany);
		}
		return true;
	}

	@Override
	public Response.Listener getResponseListener() {
		return new FailureListener(super.getResponseListener());
	}

	/**
	 * Remembers the failure of a response that breaks off within an interim response.
	 * Jetty (12.1.10) passes the interim response on then, as if it were the final one.
	 */
	private record FailureListener(Response.Listener listener) implements Response.Listener {

		@Override
		public void onHeaders(Response response) {
			this.listener.onHeaders(response);
		}

		@Override
		public void onContentSource(Response response, Content.Source source) {
			this.listener.onContentSource(response, source);
		}

		@Override
		public void onSuccess(Response response) {
			this.listener.onSuccess(response);
		}

		@Override
		public void onFailure(Response response, Throwable failure) {
			response.getRequest().attribute(JettyExchange.INTERIM_FAILURE, failure);
			this.listener.onFailure(response, failure);
		}

		@Override
		public void onComplete(Result result) {
			this.listener.onComplete(result);
		}

	}

}
