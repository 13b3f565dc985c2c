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

package com.chatbotkit.samples.webchat;

import java.util.UUID;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.dao.DataAccessException;

/**
 * Stores the tool calls of one answer as they happen. If the database fails, the call is
 * missing in the history and the answer continues.
 */
final class ToolCallRecorder implements Consumer<ReplyEvent> {

	private static final Log logger = LogFactory.getLog(ToolCallRecorder.class);

	private final ToolCallRepository toolCalls;

	private final UUID conversation;

	private int textBefore;

	ToolCallRecorder(ToolCallRepository toolCalls, UUID conversation) {
		this.toolCalls = toolCalls;
		this.conversation = conversation;
	}

	@Override
	public void accept(ReplyEvent event) {
		try {
			keep(event);
		}
		catch (DataAccessException ex) {
			logger.warn("A tool call could not be stored", ex);
		}
	}

	private void keep(ReplyEvent event) {
		if (event instanceof ReplyEvent.Text text) {
			this.textBefore += text.text().length();
		}
		else if (event instanceof ReplyEvent.Call call) {
			this.toolCalls.called(this.conversation, call, this.textBefore);
		}
		else if (event instanceof ReplyEvent.Result result) {
			this.toolCalls.returned(this.conversation, result);
		}
	}

}
