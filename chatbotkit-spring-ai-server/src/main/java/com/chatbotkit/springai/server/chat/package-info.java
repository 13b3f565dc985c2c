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

/**
 * Chat clients and chat models of Spring AI as agents.
 * <p>
 * Read {@link com.chatbotkit.springai.server.chat.ChatClientAgent} first. A {@code Turn}
 * is the work on one request: {@code TurnAdvisor} is outside of Spring AI's tool loop and
 * {@code RoundAdvisor} inside it, next to the model. {@code HeldTurns} keeps turns that
 * wait for tools of the client. {@code ThreadContext} and {@code AgentThread} say on
 * which thread a call and a stream run.
 */
@NullMarked
package com.chatbotkit.springai.server.chat;

import org.jspecify.annotations.NullMarked;
