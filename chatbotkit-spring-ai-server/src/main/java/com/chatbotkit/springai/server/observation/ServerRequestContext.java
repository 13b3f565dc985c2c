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

package com.chatbotkit.springai.server.observation;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The context of a request's observation. It contains neither prompts nor answers.
 */
public final class ServerRequestContext extends Observation.Context {

	private final String requestId;

	private volatile @Nullable String caller;

	private volatile @Nullable String agent;

	private volatile @Nullable String user;

	private volatile @Nullable String conversation;

	private volatile boolean streaming;

	private volatile boolean replayed;

	private volatile ServerRequestOutcome outcome = ServerRequestOutcome.COMPLETE;

	private volatile @Nullable String errorCode;

	private volatile @Nullable Tokens tokens;

	/**
	 * Creates a context.
	 * @param requestId the id in the response header {@code x-request-id}
	 */
	public ServerRequestContext(String requestId) {
		this.requestId = requestId;
	}

	/**
	 * Returns the id of the request.
	 * @return the id in the response header {@code x-request-id}
	 */
	public String getRequestId() {
		return this.requestId;
	}

	/**
	 * Returns the caller.
	 * @return the caller's name, or null if it is not known yet
	 */
	public @Nullable String getCaller() {
		return this.caller;
	}

	/**
	 * Sets the caller.
	 * @param caller the caller's name
	 */
	public void setCaller(String caller) {
		this.caller = caller;
	}

	/**
	 * Returns the agent.
	 * @return its id, or null if there is none that the caller may use
	 */
	public @Nullable String getAgent() {
		return this.agent;
	}

	/**
	 * Sets the agent.
	 * @param agent the id of an agent that is served
	 */
	public void setAgent(String agent) {
		this.agent = agent;
	}

	/**
	 * Returns the user.
	 * @return the user that a trusted caller names, or null
	 */
	public @Nullable String getUser() {
		return this.user;
	}

	/**
	 * Sets the user.
	 * @param user the user that a trusted caller names, or null
	 */
	public void setUser(@Nullable String user) {
		this.user = user;
	}

	/**
	 * Returns the conversation.
	 * @return its id, or null without a conversation
	 */
	public @Nullable String getConversation() {
		return this.conversation;
	}

	/**
	 * Sets the conversation.
	 * @param conversation its id, or null
	 */
	public void setConversation(@Nullable String conversation) {
		this.conversation = conversation;
	}

	/**
	 * Returns whether the answer is streamed.
	 * @return false also if the request could not be read
	 */
	public boolean isStreaming() {
		return this.streaming;
	}

	/**
	 * Sets whether the answer is streamed.
	 * @param streaming true if it is
	 */
	public void setStreaming(boolean streaming) {
		this.streaming = streaming;
	}

	/**
	 * Returns whether the answer is that of an earlier request.
	 * @return true if no agent has run
	 */
	public boolean isReplayed() {
		return this.replayed;
	}

	/**
	 * Sets whether the answer is that of an earlier request.
	 * @param replayed true if it is
	 */
	public void setReplayed(boolean replayed) {
		this.replayed = replayed;
	}

	/**
	 * Returns how the request ended.
	 * @return the outcome, which counts when the observation stops
	 */
	public ServerRequestOutcome getOutcome() {
		return this.outcome;
	}

	/**
	 * Sets how the request ended.
	 * @param outcome the outcome
	 * @param errorCode the code that the client gets, or null without an error
	 */
	public void setOutcome(ServerRequestOutcome outcome, @Nullable String errorCode) {
		this.outcome = outcome;
		this.errorCode = errorCode;
	}

	/**
	 * Returns the error's code.
	 * @return the code that the client gets, or null without an error
	 */
	public @Nullable String getErrorCode() {
		return this.errorCode;
	}

	/**
	 * Returns the tokens.
	 * @return the tokens of all rounds of the agent's model, or null if it has not
	 * reported them
	 */
	public @Nullable Tokens getTokens() {
		return this.tokens;
	}

	/**
	 * Sets the tokens.
	 * @param tokens the tokens of all rounds
	 */
	public void setTokens(Tokens tokens) {
		this.tokens = tokens;
	}

	/**
	 * Tokens of a request.
	 *
	 * @param input tokens read
	 * @param output tokens written
	 */
	public record Tokens(long input, long output) {
	}

}
