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

package com.chatbotkit.springai.test.record;

import java.nio.file.Path;

import com.chatbotkit.springai.server.ChatCompletionsEndpoint;
import com.chatbotkit.springai.server.agent.AgentException;
import com.chatbotkit.springai.server.http.EndpointRequest;
import com.chatbotkit.springai.server.http.EndpointResponse;
import com.chatbotkit.springai.server.netty.NettyEndpoint;
import com.chatbotkit.springai.test.server.LocalServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Serves the running {@link RecordingSession} to clients under test. It outlives
 * sessions, as an application's client does.
 */
public final class RecordedEndpoint implements AutoCloseable {

	/**
	 * A bot that matches any recorded bot or model, for a replayed application that names
	 * none.
	 */
	public static final String BOT = "recorded";

	private final LocalServer server;

	private final @Nullable Upstream upstream;

	private RecordedEndpoint(@Nullable String baseUrl) {
		String realBaseUrl = isRecording() ? RealBaseUrl.of(RecordingSettings.baseUrl(baseUrl)) : null;
		this.server = new LocalServer("chatbotkit-recorded", LocalServer.LOOPBACK, 0, new NettyEndpoint(this::answer));
		this.upstream = (realBaseUrl != null) ? new Upstream(realBaseUrl, this.server.loops()) : null;
	}

	/**
	 * Starts an endpoint. To record, it uses {@code chatbotkit.record.base-url}, by
	 * default the hosted ChatBotKit.
	 * @return the running endpoint
	 */
	public static RecordedEndpoint start() {
		return start(null);
	}

	/**
	 * Starts an endpoint.
	 * @param baseUrl the real base URL to record from if
	 * {@code chatbotkit.record.base-url} is not set; null for the hosted ChatBotKit
	 * @return the running endpoint
	 */
	public static RecordedEndpoint start(@Nullable String baseUrl) {
		return new RecordedEndpoint(baseUrl);
	}

	/**
	 * Tells whether exchanges are recorded.
	 * @return true if the system property {@code chatbotkit.record} or the environment
	 * variable {@code CHATBOTKIT_RECORD} is true; false to replay
	 */
	public static boolean isRecording() {
		return RecordingSettings.isRecording();
	}

	/**
	 * Returns the folder of recordings.
	 * @return the folder that the system property {@code chatbotkit.record.directory} or
	 * the environment variable {@code CHATBOTKIT_RECORD_DIRECTORY} names; null if neither
	 * is set
	 */
	public static @Nullable Path directory() {
		return RecordingSettings.directory();
	}

	private Mono<EndpointResponse> answer(EndpointRequest request) {
		RecordingSession session = RecordingSession.running();
		if (session == null) {
			return Mono.just(ChatCompletionsEndpoint
				.refusal(new AgentException("BAD_REQUEST", "No test that records or replays is running")));
		}
		return session.answer(request, this.upstream);
	}

	/**
	 * Returns the base URL for clients.
	 * @return the URL, such as {@code http://127.0.0.1:41234/v1/openai}
	 */
	public String baseUrl() {
		return this.server.baseUrl();
	}

	/**
	 * Returns the secret key for clients.
	 * @return to record, the real key of the environment variable
	 * {@code CHATBOTKIT_API_SECRET}; to replay, any key
	 * @throws IllegalStateException to record without a key
	 */
	public String secretKey() {
		return isRecording() ? RecordingSettings.secretKey() : ExchangeReplayer.SECRET_KEY;
	}

	/**
	 * Stops the endpoint and closes its connections.
	 */
	@Override
	public void close() {
		this.server.close();
	}

}
